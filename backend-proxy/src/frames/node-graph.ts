import type { CustomMeta, JsonFrame, Notice } from './frame';
import { tableFrame, type TableColumn } from './table';

/** One of the two tables of a node graph: its rows, columns and metadata. */
export interface GraphTable<Row> {
  rows: readonly Row[];
  columns: ReadonlyArray<TableColumn<Row>>;
  custom: CustomMeta;
}

/** The two frames that Grafana's node graph draws; the data plane has no type for them. */
export function nodeGraphFrames<Node, Edge>(
  refId: string,
  nodes: GraphTable<Node>,
  edges: GraphTable<Edge>,
  notices: Notice[]
): JsonFrame[] {
  const frames = [
    tableFrame(refId, 'nodes', nodes.rows, nodes.columns, nodes.custom, notices),
    tableFrame(refId, 'edges', edges.rows, edges.columns, edges.custom),
  ];
  return frames.map(({ schema, data }) => ({
    schema: { ...schema, meta: { ...schema.meta, preferredVisualisationType: 'nodeGraph' } },
    data,
  }));
}
