import type { RouteModule } from '../../app-types';
import { eraseSubject } from './erase-subject';
import { getCatalogue } from './get-catalogue';
import { getCollection } from './get-collection';
import { getDimension } from './get-dimension';
import { getSubject } from './get-subject';
import { licenses } from './licenses';
import { postEvents } from './post-events';
import { query } from './query';
import { voidEvent } from './void-event';

/** Every operation of the HTTP contract. */
export const routes: RouteModule[] = [
  postEvents,
  getCollection,
  licenses,
  query,
  getCatalogue,
  getDimension,
  voidEvent,
  getSubject,
  eraseSubject,
];
