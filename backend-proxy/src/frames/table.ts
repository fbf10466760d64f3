import { field, frame, type CustomMeta, type FieldConfig, type FieldType, type JsonFrame, type Notice } from './frame';

/** A column of a table: how it is called and shown, and where its cells come from. */
export interface TableColumn<Row> {
  name: string;
  type: FieldType;
  config?: FieldConfig;
  /** Of a time: whether it can be missing, which no other kind of answer allows. */
  nullable?: boolean;
  value: (row: Row) => number | string | boolean | null;
}

/** A table frame; without rows it still has its typed columns. */
export function tableFrame<Row>(
  refId: string,
  name: string,
  rows: readonly Row[],
  columns: ReadonlyArray<TableColumn<Row>>,
  custom: CustomMeta,
  notices: Notice[] = []
): JsonFrame {
  return frame(
    refId,
    name,
    { type: 'table', custom, notices },
    columns.map(({ name: column, type, config, nullable, value }) => {
      const own = field(column, type, rows.map(value), config && { config });
      return nullable ? { ...own, typeInfo: { ...own.typeInfo, nullable } } : own;
    })
  );
}
