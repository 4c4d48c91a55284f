import { type BasicType, ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { ExportRow } from './exportRows.ts';

/** One JSON object for each answer; what is not there is left out. */
export async function* toJsonLines(pages: AsyncIterable<ExportRow[]>): AsyncGenerator<Uint8Array> {
  for await (const rows of pages) {
    const lines = rows.map(row =>
      JSON.stringify(row, (_key, value: unknown) => (value === null ? undefined : value)),
    );
    yield Buffer.from(`${lines.join('\n')}\n`);
  }
}

interface Column {
  name: keyof ExportRow;
  type: BasicType;
  nullable: boolean;
}

const COLUMNS: readonly Column[] = [
  { name: 'id', type: 'INT64', nullable: false },
  { name: 'image_id', type: 'STRING', nullable: false },
  { name: 'dataset_id', type: 'STRING', nullable: false },
  { name: 'url', type: 'STRING', nullable: true },
  { name: 'model', type: 'STRING', nullable: true },
  { name: 'set_id', type: 'STRING', nullable: true },
  { name: 'rater', type: 'STRING', nullable: false },
  { name: 'rating', type: 'INT32', nullable: true },
  { name: 'artifacts', type: 'INT32', nullable: true },
  { name: 'best', type: 'BOOLEAN', nullable: false },
  { name: 'counted', type: 'BOOLEAN', nullable: false },
  { name: 'rated_at', type: 'TIMESTAMP', nullable: false },
];

/** A Parquet file with one row group for each page, at least one; no more than a page of it is in memory. */
export async function* toParquet(pages: AsyncIterable<ExportRow[]>): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter();
  const file = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: columnsOf([]) }),
    createdBy: 'OpenHorde',
  });
  for await (const rows of pages) {
    await file.write({ columnData: columnsOf(rows), rowGroupSize: rows.length });
    yield take(bytes);
  }
  await file.finish();
  yield take(bytes);
}

const columnsOf = (rows: readonly ExportRow[]) =>
  COLUMNS.map(({ name, type, nullable }) => ({
    name,
    type,
    nullable,
    data: rows.map(row => cellOf(type, row[name])),
  }));

function cellOf(type: BasicType, value: ExportRow[keyof ExportRow]): unknown {
  if (type === 'INT64') return BigInt(value as number);
  return type === 'TIMESTAMP' ? new Date(value as string) : value;
}

/** What was written since the last time; the writer goes on counting where it is in the file. */
function take(bytes: ByteWriter): Uint8Array {
  const chunk = new Uint8Array(bytes.buffer.slice(0, bytes.index));
  bytes.index = 0;
  return chunk;
}
