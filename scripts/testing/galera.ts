import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lastingPort } from '../lib/ports.ts';
import { type MariaDb, startMariaDb } from './mariadb.ts';

/** Where Debian, Red Hat and Homebrew put the library that makes MariaDB a cluster. */
const PROVIDERS = [
  '/usr/lib/libgalera_smm.so',
  '/usr/lib/galera/libgalera_smm.so',
  '/usr/lib64/galera-4/libgalera_smm.so',
  '/opt/homebrew/lib/libgalera_smm.dylib',
];
/** A joining node copies the whole data folder first. */
const JOIN_WITHIN_MS = 120_000;

/** The cluster library; undefined when it is not installed. */
export const findGalera = (): string | undefined => PROVIDERS.find((file) => existsSync(file));

/**
 * Starts a cluster of MariaDB nodes on this machine, each with its own data; every node takes reads and writes.
 *
 * @param size how many nodes
 */
export async function startGalera(size: number): Promise<MariaDb[]> {
  const provider = findGalera();
  if (provider === undefined) throw new Error('Galera is not installed: apt-get install galera-4');
  const password = randomBytes(12).toString('hex');
  const groupPorts: number[] = [];
  const nodes: MariaDb[] = [];
  try {
    for (let number = 0; number < size; number += 1) {
      groupPorts.push(await lastingPort());
      nodes.push(await startNode({ provider, password, groupPorts }));
    }
    return nodes;
  } catch (error) {
    for (const node of nodes.toReversed()) await node.stop();
    throw error;
  }
}

/** Starts one more node: the last of the ports is its own, the others are those of the cluster it joins. */
async function startNode(cluster: {
  provider: string;
  password: string;
  groupPorts: readonly number[];
}): Promise<MariaDb> {
  const { provider, password, groupPorts } = cluster;
  const [incremental, copy] = [await lastingPort(), await lastingPort()];
  const address = `gcomm://${groupPorts.map((port) => `127.0.0.1:${port}`).join(',')}`;
  return startMariaDb({
    password,
    startWithinMs: JOIN_WITHIN_MS,
    firstArgs: groupPorts.length === 1 ? ['--wsrep-new-cluster'] : [],
    args: [
      '--wsrep-on=ON',
      `--wsrep-provider=${provider}`,
      `--wsrep-cluster-address=${address}`,
      '--wsrep-cluster-name=guanxi-test',
      `--wsrep-node-name=node-${groupPorts.length - 1}`,
      '--wsrep-node-address=127.0.0.1',
      '--wsrep-sst-method=rsync',
      `--wsrep-sst-receive-address=127.0.0.1:${copy}`,
      `--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:${groupPorts.at(-1)};ist.recv_addr=127.0.0.1:${incremental};gcache.size=64M`,
      '--binlog-format=ROW',
      '--default-storage-engine=InnoDB',
      '--innodb-autoinc-lock-mode=2',
    ],
  });
}
