import type { AppError } from '@lopan/client';
import { screensOf } from '../journeys';
import { clamp, round, type Random } from '../random';
import type { Visit } from '../visit';
import type { EventBody } from './body';

/** Reasons by kind, as the app reports them. */
const REASONS = {
  crash: ['EXC_BAD_ACCESS in BatchTimelineView.layoutSubviews', 'Index out of range in StockListDiff.apply'],
  hang: ['Main thread blocked for more than 2 s while the batch list was drawn'],
  oom: ['Memory limit exceeded while a report was exported'],
  error: ['Sync request timed out', 'Photo could not be uploaded', 'Barcode not recognised'],
} as const;

/** How the app started and ran in a visit. */
export function performanceReport(random: Random, visit: Visit): EventBody {
  const { user, release, slowness } = visit;
  const iPad = user.deviceType === 'iPad';
  const crashed = random.chance(release.crashes);
  const errors = faults(random, visit, crashed);
  return {
    type: 'performance',
    ...visit.attributes,
    userId: user.id,
    sessionId: visit.sessionId,
    launchTime: round(clamp(random.around(release.launch * (iPad ? 0.95 : 1.02) * slowness, 0.16), 0.3, 20), 3),
    memoryUsage: Math.round(random.around(release.memory * (iPad ? 1.1 : 1), 0.1)),
    scrollFps: round(Math.min(60, release.fps + 0.4 - Math.abs(random.normal(0, 0.9)) - 2 * (slowness - 1)), 1),
    crashCount: crashed ? 1 : 0,
    ...(errors.length > 0 && { errors }),
  };
}

function faults(random: Random, { release, features }: Visit, crashed: boolean): AppError[] {
  const kinds: Array<AppError['kind']> = crashed ? [random.chance(0.85) ? 'crash' : 'oom'] : [];
  if (random.chance(release.faults)) {
    kinds.push(random.chance(0.25) ? 'hang' : 'error');
  }
  const screens = features.flatMap((feature) => screensOf(feature));
  return kinds.map((kind) => ({
    kind,
    reason: random.pick(REASONS[kind].map((reason, i) => [reason, 1 / (i + 1)] as const)),
    screen: random.pick((screens.length > 0 ? screens : ['dashboard']).map((screen) => [screen, 1] as const)),
  }));
}
