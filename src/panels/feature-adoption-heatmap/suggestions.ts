import { type VisualizationSuggestionsSupplier, VisualizationSuggestionScore } from '@grafana/data';
import { labels } from './labels';
import { isAdoptionFrame } from './model';
import type { AdoptionHeatmapOptions } from './types';

/** Offers the heatmap for the one thing it draws: the table of an `adoption` query. */
export const suggestHeatmap: VisualizationSuggestionsSupplier<AdoptionHeatmapOptions> = ({ hasData, rawFrames }) =>
  hasData && rawFrames?.some(isAdoptionFrame)
    ? [{ name: labels.heatmap, score: VisualizationSuggestionScore.Best }]
    : undefined;
