import type { Engine } from '../lib/database.ts';
import {
  type GuanxiServer,
  prepareDatabase,
  serverEnvironment,
  sessionOf,
  startGuanxi,
  unaskedCorp,
  unaskedPlatform,
} from '../lib/guanxi.ts';
import { openRawConnection, type RawConnection } from '../lib/raw-connection.ts';
import { type Floor, openFloor } from './floor.ts';
import { loadWorld, type World } from './world.ts';

/** A company of some size with a server of its own, and what is measured against it. */
export interface Company {
  readonly customers: number;
  readonly server: GuanxiServer;
  /** The request of one card, ready to be sent. */
  request(number: number): Buffer;
  /** Opens both ways of reading; connections that idle while another company is loaded would be closed. */
  connect(): Promise<Connected>;
  stop(): Promise<void>;
}

/** The ways of reading. */
export interface Connected {
  readonly connection: RawConnection;
  readonly floor: Floor;
  close(): Promise<void>;
}

/** Loads the company and starts its server. */
export async function openCompany(
  engine: Engine,
  customers: number,
  nodeArgs: readonly string[],
): Promise<Company> {
  const url = await engine.create(`card_${customers}`);
  const env = serverEnvironment(url, unaskedCorp, unaskedPlatform);
  const { corpId, database } = await prepareDatabase(env);
  const world = await loadWorld(database, corpId, customers);
  await database.close();
  const server = await startGuanxi(env, nodeArgs);
  return {
    customers,
    server,
    request: requestsOf(corpId, world),
    async connect() {
      const connection = await openRawConnection(server.port);
      const floor = await openFloor(url, customers);
      return {
        connection,
        floor,
        async close() {
          connection.close();
          await floor.close();
        },
      };
    },
    stop: () => server.program.stop(),
  };
}

function requestsOf(corpId: number, world: World): (number: number) => Buffer {
  const session = sessionOf(corpId, world.repId);
  return (number) => {
    const externalUserId = world.externalUserIds[number % world.externalUserIds.length];
    return Buffer.from(
      `GET /api/customer-card?externalUserId=${externalUserId} HTTP/1.1\r\n` +
        `Host: crm.example.com\r\nCookie: ${session}\r\n\r\n`,
    );
  };
}
