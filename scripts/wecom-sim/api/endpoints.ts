import { agentEndpoints } from './agent.ts';
import { batchEndpoints } from './batch-customers.ts';
import { cardUpdateEndpoints } from './card-updates.ts';
import { contactTagEndpoints } from './contact-tags.ts';
import { corpTagEndpoints } from './corp-tags.ts';
import { customerEndpoints } from './customers.ts';
import { departmentEndpoints } from './departments.ts';
import type { EndpointTable } from './endpoint.ts';
import { tokenEndpoints } from './get-token.ts';
import { groupChatEndpoints } from './group-chats.ts';
import { groupWelcomeEndpoints } from './group-welcome.ts';
import { idConvertEndpoints } from './id-convert.ts';
import { licenceEndpoints } from './licence.ts';
import { markTagEndpoints } from './mark-tag.ts';
import { mediaEndpoints } from './media.ts';
import { memberEndpoints } from './members.ts';
import { messageEndpoints } from './message.ts';
import { moreSuiteEndpoints } from './more-suite.ts';
import { providerEndpoints } from './provider.ts';
import { remarkEndpoints } from './remark.ts';
import { statisticEndpoints } from './statistics.ts';
import { strategyEndpoints } from './strategies.ts';
import { suiteGrantEndpoints } from './suite-grants.ts';
import { suiteTokenEndpoints } from './suite-tokens.ts';
import { transferEndpoints } from './transfers.ts';
import { unionIdEndpoints } from './union-ids.ts';
import { userInfoEndpoints } from './user-info.ts';
import { wayEndpoints } from './ways.ts';
import { welcomeEndpoints } from './welcome.ts';

/** Every path the simulator answers; any other is a 404. */
export const allEndpoints = (): EndpointTable => ({
  ...tokenEndpoints(),
  ...memberEndpoints,
  ...departmentEndpoints,
  ...agentEndpoints,
  ...userInfoEndpoints(),
  ...suiteTokenEndpoints,
  ...suiteGrantEndpoints,
  ...providerEndpoints,
  ...licenceEndpoints,
  ...idConvertEndpoints,
  ...moreSuiteEndpoints,
  ...groupChatEndpoints,
  ...wayEndpoints,
  ...transferEndpoints,
  ...statisticEndpoints,
  ...mediaEndpoints,
  ...cardUpdateEndpoints,
  ...customerEndpoints,
  ...batchEndpoints,
  ...remarkEndpoints,
  ...corpTagEndpoints,
  ...strategyEndpoints,
  ...markTagEndpoints,
  ...messageEndpoints(),
  ...welcomeEndpoints,
  ...contactTagEndpoints,
  ...groupWelcomeEndpoints,
  ...unionIdEndpoints(),
});
