/** What the gallery shows: each of our panels in every state. */
import type { DataFrame, FieldConfigSource, LoadingState } from '@grafana/data';
import { CARD_STATES } from './cardStates';
import { HEATMAP_STATES } from './heatmapStates';

/** A panel with given data. */
export interface GalleryState {
  /** Part of the address of the state: `?state=huge`. */
  name: string;
  title: string;
  series: DataFrame[];
  /** Default: done. */
  state?: LoadingState;
  error?: string;
  /** Options over the defaults. */
  options?: Record<string, unknown>;
  /** Field options over the defaults, data links among them. */
  fieldConfig?: FieldConfigSource;
  /** In px; the width defaults to that of the column. */
  width?: number;
  height?: number;
}

/** Panel id to its states. A panel without an entry is shown with no data, loading and failing. */
export const GALLERY: Record<string, GalleryState[]> = {
  'lopan-analyticscard-panel': CARD_STATES,
  'lopan-adoptionheatmap-panel': HEATMAP_STATES,
};
