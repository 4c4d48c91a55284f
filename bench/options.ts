import { parseArgs } from 'node:util';

export const SCENARIOS = ['cycle', 'pop-hit', 'pop-miss', 'check'] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

export interface Options {
  scenarios: ScenarioName[];
  /** Waiting requests, ascending. */
  backlogs: number[];
  seconds: number;
  /** Calls in flight at a time. */
  lanes: number;
  /** How long workers are at a job: what comes back too soon is suspected. */
  jobSeconds: number;
  /** A horde that runs already; absent: one of our own is started. */
  url: string | undefined;
  /** Keys of requesters and of worker owners, for a horde of others. */
  apikeys: string[];
  workerKeys: string[];
  /** Image models of that horde: the last one is what idle workers offer and no request asks for. */
  models: string[];
  /** First processes of that horde, if they run here: their processor time and memory are shown. */
  pids: number[];
  /** Where our own server writes processor profiles. */
  cpuProf: string | undefined;
  out: string;
}

const HELP = `npm run bench -- [options]

  --scenario NAME     cycle, pop-hit, pop-miss or check; several times for several (default: all)
  --backlog N         requests that wait meanwhile; several times for several (default: 1000 and 100000)
  --seconds N         how long each scenario is measured (default 8)
  --lanes N           calls in flight at a time (default 32)
  --job-seconds N     how long workers are at a job; hordes suspect what comes back too soon (default 6)
  --out FILE          where figures are saved (default bench/results/<time>.json)
  --cpu-prof FOLDER   profile our own server

Without --url a server of our own is started on an empty folder, with its embedded database. For any other horde:
  --url URL           its address, without /api
  --apikey KEY        of a requester who may have the backlog waiting; several times for several
  --worker-key KEY    of an owner of workers; several times for several
  --model NAME        models that it knows; of the last one nothing is asked (default: those of our own server)
  --pid PID           its processes, if they run here`;

/** Reads the command line; prints the help and ends where it was asked for. @throws TypeError with a sentence */
export function readOptions(args = process.argv.slice(2)): Options {
  const { values } = parseArgs({
    args,
    options: {
      scenario: { type: 'string', multiple: true },
      backlog: { type: 'string', multiple: true },
      seconds: { type: 'string', default: '8' },
      lanes: { type: 'string', default: '32' },
      'job-seconds': { type: 'string', default: '6' },
      url: { type: 'string' },
      apikey: { type: 'string', multiple: true },
      'worker-key': { type: 'string', multiple: true },
      model: { type: 'string', multiple: true },
      pid: { type: 'string', multiple: true },
      'cpu-prof': { type: 'string' },
      out: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  if (values.url !== undefined && (!values.apikey || !values['worker-key'])) {
    throw new TypeError('A horde of others needs --apikey and --worker-key.');
  }
  return {
    scenarios: values.scenario?.map(scenarioOf) ?? [...SCENARIOS],
    backlogs: (values.backlog ?? ['1000', '100000'])
      .map(text => numberOf('--backlog', text))
      .sort((a, b) => a - b),
    seconds: numberOf('--seconds', values.seconds),
    lanes: numberOf('--lanes', values.lanes),
    jobSeconds: numberOf('--job-seconds', values['job-seconds']),
    url: values.url?.replace(/\/+$/, ''),
    apikeys: values.apikey ?? [],
    workerKeys: values['worker-key'] ?? [],
    models: values.model ?? MODELS,
    pids: (values.pid ?? []).map(text => numberOf('--pid', text)),
    cpuProf: values['cpu-prof'],
    out: values.out ?? `bench/results/${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.json`,
  };
}

/** Of the reference that our own server is started with. */
const MODELS = [
  'stable_diffusion',
  'Deliberate',
  'AlbedoBase XL (SDXL)',
  'Pony Diffusion XL',
  'SDXL 1.0',
  'Dreamshaper',
  'Anything Diffusion',
  'Realistic Vision',
  'Flux.1-Schnell fp8 (Compact)',
  'Stable Cascade 1.0',
  'Epic Diffusion',
  'ICBINP XL',
];

function scenarioOf(text: string): ScenarioName {
  const name = SCENARIOS.find(known => known === text);
  if (!name) throw new TypeError(`--scenario is one of ${SCENARIOS.join(', ')}, not ${text}.`);
  return name;
}

function numberOf(flag: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new TypeError(`${flag} takes a number above 0, not ${text}.`);
  return number;
}
