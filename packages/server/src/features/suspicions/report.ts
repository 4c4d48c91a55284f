import type { Consequence } from '../../core/consequences.ts';
import type { SettledJob } from '../../core/jobs/index.ts';
import type { Report } from '../../core/needs.ts';
import { type Batch, type CommandKind, type Finisher, Slot } from '../../platform/commits.ts';
import type { SuspicionListeners } from './records.ts';
import { writeReports } from './writeReports.ts';

const REPORTS = new Slot<Report>();

/** Leaves a report for the finisher of this batch. */
export function reportSuspicion(batch: Batch, report: Report): void {
  if (report.userId === 0) return;
  REPORTS.leave(batch, report);
}

/** What was hard to believe about a delivered job. */
export const reportSettled: Consequence<SettledJob> = (batch, { settlement }) => {
  for (const report of settlement.reports) reportSuspicion(batch, report);
};

/** A report by itself, where nothing else is written. */
export const suspect: CommandKind<Report, void> = {
  name: 'suspect',
  async run(batch, reports) {
    // A retry after a lost answer counts a repeated reason twice, which is one report too many at worst.
    for (const report of reports) reportSuspicion(batch, report);
    return reports.map(() => ({ value: undefined }));
  },
};

/** Writes the reports of a batch, however many, with a handful of statements. */
export function suspicions(listeners: SuspicionListeners): Finisher {
  return {
    name: 'suspicions',
    async finish(batch) {
      const reports = REPORTS.of(batch);
      if (reports.length > 0) await writeReports(batch, reports, listeners);
    },
  };
}
