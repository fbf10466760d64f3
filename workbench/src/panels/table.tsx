/** `table`: the first frame, or the one that `frameIndex` names. */
import { PanelPlugin, getFrameDisplayName, type PanelProps } from '@grafana/data';
import { TableCellDisplayMode, type TableCellHeight, type TableSortByFieldState } from '@grafana/schema';
import { Combobox, Table } from '@grafana/ui';
import { useState } from 'react';
import { Centered } from '../components/Centered';
import { declareCustomFields, declareOptions } from './customFields';

interface Options {
  frameIndex: number;
  showHeader: boolean;
  cellHeight?: TableCellHeight;
  sortBy?: TableSortByFieldState[];
}

const FIELDS: Record<string, unknown> = {
  align: 'auto',
  cellOptions: { type: TableCellDisplayMode.Auto },
  filterable: undefined,
  hidden: undefined,
  'hideFrom.viz': undefined,
  inspect: false,
  wrapText: undefined,
  minWidth: undefined,
  width: undefined,
};

/** Height of the list of frames below the table. */
const PICKER_HEIGHT = 40;

function TablePanel({ data, options, width, height, timeRange, fieldConfig, title }: PanelProps<Options>) {
  const [index, setIndex] = useState(options.frameIndex);
  const frames = data.series.filter(({ fields }) => fields.length > 0);
  const frame = frames[Math.min(index, frames.length - 1)];
  if (!frame || frame.length === 0) {
    return <Centered>No data</Centered>;
  }
  const shown = { ...frame, fields: frame.fields.filter(({ config }) => !config.custom?.hideFrom?.viz) };
  const picks = frames.length > 1;
  return (
    <>
      <Table
        ariaLabel={title || 'Table'}
        data={shown}
        width={width}
        height={picks ? height - PICKER_HEIGHT : height}
        noHeader={!options.showHeader}
        cellHeight={options.cellHeight}
        initialSortBy={options.sortBy}
        timeRange={timeRange}
        fieldConfig={fieldConfig}
        resizable
      />
      {picks && (
        <Combobox
          aria-label="Series"
          options={frames.map((one, position) => ({
            value: position,
            label: getFrameDisplayName(one, position),
          }))}
          value={index}
          onChange={({ value }) => setIndex(value)}
        />
      )}
    </>
  );
}

export const plugin = new PanelPlugin<Options>(TablePanel)
  .useFieldConfig({ useCustomConfig: (builder) => declareCustomFields(builder, FIELDS) })
  .setNoPadding()
  .setPanelOptions((builder) => declareOptions<Options>(builder, { frameIndex: 0, showHeader: true }));
