import type { RouteModule } from '../../app-types';
import { getCatalogue } from './get-catalogue';
import { getCollection } from './get-collection';
import { getDimension } from './get-dimension';
import { licenses } from './licenses';
import { postEvents } from './post-events';
import { query } from './query';

/** Every operation of the HTTP contract. */
export const routes: RouteModule[] = [postEvents, getCollection, licenses, query, getCatalogue, getDimension];
