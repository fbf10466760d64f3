import { locationUtil, urlUtil } from '@grafana/data';
import { LinkButton } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { getJson, type DashboardEntry } from '../host/api';
import { templateSrv } from '../host/templateSrv';
import type { DashboardLinkJson } from './types';

interface Link {
  title: string;
  href: string;
  targetBlank: boolean;
}

/** The links in a dashboard's head: plain ones, and one for each dashboard that carries the named tags. */
export function DashboardLinks({ links, uid }: { links: DashboardLinkJson[]; uid: string }) {
  const [dashboards, setDashboards] = useState<DashboardEntry[]>([]);
  const needsList = links.some(({ type }) => type === 'dashboards');
  useEffect(() => {
    if (needsList) {
      getJson<DashboardEntry[]>('/api/dashboards').then(setDashboards, () => setDashboards([]));
    }
  }, [needsList]);
  return (
    <>
      {links
        .flatMap((link) => resolve(link, dashboards, uid))
        .map(({ title, href, targetBlank }) => (
          <LinkButton key={href} href={href} variant="secondary" target={targetBlank ? '_blank' : undefined}>
            {title}
          </LinkButton>
        ))}
    </>
  );
}

function resolve(link: DashboardLinkJson, dashboards: DashboardEntry[], current: string): Link[] {
  const targetBlank = link.targetBlank ?? false;
  if (link.type === 'link') {
    return [{ title: link.title, href: withContext(templateSrv.replace(link.url), link), targetBlank }];
  }
  return dashboards
    .filter(({ uid, tags }) => (link.tags ?? []).every((tag) => tags.includes(tag)) && uid !== current)
    .map(({ uid, title }) => ({ title, href: withContext(`/d/${uid}`, link), targetBlank }));
}

function withContext(url: string, { includeVars, keepTime }: DashboardLinkJson): string {
  const params = new URLSearchParams(window.location.search);
  const kept = [...params].filter(
    ([name]) => (includeVars && name.startsWith('var-')) || (keepTime && (name === 'from' || name === 'to'))
  );
  const query = kept.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return locationUtil.assureBaseUrl(query ? urlUtil.appendQueryToUrl(url, query) : url);
}
