/** Grafana's panel chrome around a panel: title, description, notices, links, loading and error states. */
import { LoadingState, renderMarkdown, type DataFrame, type PanelData } from '@grafana/data';
import { Icon, LinkButton, PanelChrome, Tooltip, type IconName } from '@grafana/ui';
import type { ReactNode } from 'react';
import { templateSrv } from '../host/templateSrv';
import type { PanelJson } from './types';

interface Props {
  panel: PanelJson;
  data: PanelData;
  /** What differs from the page's range. */
  timeInfo?: string;
  width: number;
  height: number;
  noPadding?: boolean;
  children: (width: number, height: number) => ReactNode;
}

export function PanelFrame({ panel, data, timeInfo, width, height, noPadding, children }: Props) {
  const title = templateSrv.replace(panel.title ?? '', undefined, 'text');
  return (
    <PanelChrome
      title={title}
      description={
        panel.description ? () => renderMarkdown(templateSrv.replace(panel.description, undefined, 'text')) : ''
      }
      width={width}
      height={height}
      padding={noPadding ? 'none' : 'md'}
      displayMode={panel.transparent ? 'transparent' : 'default'}
      loadingState={data.state}
      statusMessage={data.state === LoadingState.Error ? errorText(data) : undefined}
      titleItems={
        <TitleItems panel={panel} series={data.series} timeInfo={panel.hideTimeOverride ? undefined : timeInfo} />
      }
    >
      {children}
    </PanelChrome>
  );
}

function errorText({ errors = [], error }: PanelData): string {
  const messages = (errors.length > 0 ? errors : [error]).map(
    (one) => one?.message ?? one?.data?.message ?? 'Query failed'
  );
  return [...new Set(messages)].join('; ');
}

const NOTICE_ICONS: Record<string, IconName> = {
  info: 'info-circle',
  warning: 'exclamation-triangle',
  error: 'exclamation-circle',
};

function TitleItems({ panel, series, timeInfo }: { panel: PanelJson; series: DataFrame[]; timeInfo?: string }) {
  const notices = uniqueNotices(series);
  return (
    <>
      {notices.map(({ severity, text }) => (
        <Tooltip key={text} content={text}>
          <span role="img" aria-label={text} tabIndex={0}>
            <Icon name={NOTICE_ICONS[severity] ?? 'info-circle'} />
          </span>
        </Tooltip>
      ))}
      {timeInfo && (
        <span>
          <Icon name="clock-nine" size="sm" /> {timeInfo}
        </span>
      )}
      {panel.links?.map((link) => (
        <LinkButton
          key={link.title}
          size="sm"
          fill="text"
          icon="external-link-alt"
          href={templateSrv.replace(link.url)}
          target={link.targetBlank ? '_blank' : undefined}
          aria-label={templateSrv.replace(link.title, undefined, 'text')}
          tooltip={templateSrv.replace(link.title, undefined, 'text')}
        />
      ))}
    </>
  );
}

/** Notices of all frames; the same sentence of many series is told once. */
function uniqueNotices(series: DataFrame[]) {
  const all = series.flatMap(({ meta }) => meta?.notices ?? []);
  return all.filter(({ text }, index) => all.findIndex((other) => other.text === text) === index);
}
