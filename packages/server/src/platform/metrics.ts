import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds, from a memory lookup to a request that waits for a worker. */
const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

/** The node's Prometheus metrics. Names are given without the prefix `openhorde_`. */
export interface Metrics {
  readonly registry: Registry;
  counter<Label extends string = never>(
    name: string,
    help: string,
    labels?: readonly Label[],
  ): Counter<Label>;
  /** With `collect`, the value is computed at each scrape. */
  gauge<Label extends string = never>(
    name: string,
    help: string,
    labels?: readonly Label[],
    collect?: (gauge: Gauge<Label>) => void | Promise<void>,
  ): Gauge<Label>;
  /** In seconds. */
  histogram<Label extends string = never>(
    name: string,
    help: string,
    labels?: readonly Label[],
  ): Histogram<Label>;
}

/** One registry for each node, so that several can live in one process. */
export function createMetrics(options: { process?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.process ?? true) collectDefaultMetrics({ register: registry });
  const common = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) => ({
    name: `openhorde_${name}`,
    help,
    labelNames,
    registers: [registry],
  });
  return {
    registry,
    counter: (name, help, labels = []) => new Counter(common(name, help, labels)),
    gauge: (name, help, labels = [], collect) =>
      new Gauge({
        ...common(name, help, labels),
        ...(collect && {
          collect() {
            return collect(this);
          },
        }),
      }),
    histogram: (name, help, labels = []) =>
      new Histogram({ ...common(name, help, labels), buckets: SECONDS }),
  };
}
