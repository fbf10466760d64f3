import type { TimeRange } from '@grafana/data';
import { RefreshPicker, TimeRangePicker, defaultIntervals } from '@grafana/ui';

interface Props {
  range: TimeRange;
  timeZone: string;
  /** The chosen refresh interval, empty for none. */
  interval: string;
  intervals?: string[];
  onChange: (range: TimeRange) => void;
  onMove: (direction: -1 | 1) => void;
  onZoom: () => void;
  onRefresh: () => void;
  onInterval: (interval: string) => void;
}

const ignore = () => undefined;

/** Grafana's own pickers of range and refresh. */
export function RangeControls(props: Props) {
  return (
    <>
      <TimeRangePicker
        value={props.range}
        timeZone={props.timeZone}
        onChange={props.onChange}
        onChangeTimeZone={ignore}
        onMoveBackward={() => props.onMove(-1)}
        onMoveForward={() => props.onMove(1)}
        onZoom={props.onZoom}
        isOnCanvas
      />
      <RefreshPicker
        value={props.interval}
        tooltip="Refresh"
        intervals={props.intervals ?? defaultIntervals}
        onRefresh={props.onRefresh}
        onIntervalChanged={props.onInterval}
        isOnCanvas
      />
    </>
  );
}
