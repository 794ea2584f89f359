import { agentEndpoints } from './agent.ts';
import { batchEndpoints } from './batch-customers.ts';
import { corpTagEndpoints } from './corp-tags.ts';
import { customerEndpoints } from './customers.ts';
import { departmentEndpoints } from './departments.ts';
import type { EndpointTable } from './endpoint.ts';
import { tokenEndpoints } from './get-token.ts';
import { markTagEndpoints } from './mark-tag.ts';
import { memberEndpoints } from './members.ts';
import { messageEndpoints } from './message.ts';
import { remarkEndpoints } from './remark.ts';
import { userInfoEndpoints } from './user-info.ts';
import { welcomeEndpoints } from './welcome.ts';

/** Every path the simulator answers; any other is a 404. */
export const allEndpoints = (): EndpointTable => ({
  ...tokenEndpoints(),
  ...memberEndpoints,
  ...departmentEndpoints,
  ...agentEndpoints,
  ...userInfoEndpoints,
  ...customerEndpoints,
  ...batchEndpoints,
  ...remarkEndpoints,
  ...corpTagEndpoints,
  ...markTagEndpoints,
  ...messageEndpoints(),
  ...welcomeEndpoints,
});
