import { parseArgs } from 'node:util';
import { startWecomSim, type WecomSim, type WecomSimOptions } from './index.ts';

const HELP = `The WeCom platform, simulated.

  node scripts/wecom-sim/main.ts [--json] [--port N] [--callback URL] [--app URL] [--suite-callback URL] [--seed demo|empty|N]

  --json          one line of JSON on standard output when ready
  --port N        listen on this port (default: a free one)
  --callback URL  where events are pushed
  --app URL       base of the app: its sidebar is URL/sidebar, its host is the trusted domain
  --suite-callback URL  where events of suites go: $SUITE_ID$ and $KIND$ (command, data) are filled in, or added as a path
  --seed KIND     demo (300 customers), empty, or a number of customers
`;

const seedOf = (text: string): 'demo' | 'empty' | number => {
  if (text === 'demo' || text === 'empty') return text;
  if (/^\d+$/.test(text)) return Number(text);
  throw new Error(`--seed takes demo, empty or a number, not ${text}`);
};

const portOf = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port takes a port, not ${text}`);
  return port;
};

const urlOf = (name: string, text: string): string => {
  if (!URL.canParse(text)) throw new Error(`--${name} takes a URL, not ${text}`);
  return text;
};

const readArguments = (): { options: WecomSimOptions; isJson: boolean; isHelp: boolean } => {
  // "pnpm sim -- --json" hands the separator on.
  const given = process.argv.slice(2);
  const { values } = parseArgs({
    args: given[0] === '--' ? given.slice(1) : given,
    options: {
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      port: { type: 'string' },
      callback: { type: 'string' },
      app: { type: 'string' },
      'suite-callback': { type: 'string' },
      seed: { type: 'string', default: 'demo' },
    },
  });
  return {
    isJson: values.json,
    isHelp: values.help,
    options: {
      seed: seedOf(values.seed),
      ...(values.port !== undefined && { port: portOf(values.port) }),
      ...(values.callback !== undefined && { callbackUrl: urlOf('callback', values.callback) }),
      ...(values['suite-callback'] !== undefined && {
        suiteCallbackUrl: urlOf('suite-callback', values['suite-callback']),
      }),
      ...(values.app !== undefined && { appUrl: urlOf('app', values.app) }),
    },
  };
};

const announce = (sim: WecomSim, isJson: boolean) => {
  if (isJson) {
    const { url, corps, suites, provider } = sim;
    process.stdout.write(`${JSON.stringify({ sim: url, corps, suites, provider })}\n`);
    return;
  }
  console.log(`WeCom simulator: ${sim.url}   desktop: ${sim.url}/desktop/   admin: ${sim.url}/admin/`);
  for (const corp of sim.corps) {
    console.log(`  corpid ${corp.corpId}  agentid ${corp.agentId}  secret ${corp.secret}`);
    console.log(`  token ${corp.token}  EncodingAESKey ${corp.encodingAesKey}`);
    console.log(`  callback ${corp.callbackUrl || '(none: --callback URL)'}`);
  }
  console.log(`  provider ${sim.provider.corpId}  secret ${sim.provider.secret}`);
  for (const suite of sim.suites) {
    console.log(`  ${suite.kind} ${suite.suiteId}  secret ${suite.secret}`);
    console.log(`  token ${suite.token}  EncodingAESKey ${suite.encodingAesKey}`);
  }
};

const stopOnSignals = (sim: WecomSim) => {
  const stop = () => {
    sim.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
};

try {
  const { options, isJson, isHelp } = readArguments();
  if (isHelp) process.stderr.write(HELP);
  else {
    const sim = await startWecomSim(options);
    stopOnSignals(sim);
    announce(sim, isJson);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
