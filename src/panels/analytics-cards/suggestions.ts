import { type VisualizationSuggestionsSupplier, VisualizationSuggestionScore } from '@grafana/data';
import { labels as texts } from './labels';
import { isSummaryFrame } from './summaryFrame';
import type { AnalyticsCardsOptions } from './types';

/** Offers cards for what they are made for, the `summary` table, and as a fair choice for a few plain numbers. */
export const suggestCards: VisualizationSuggestionsSupplier<AnalyticsCardsOptions> = ({ hasData, rawFrames }) => {
  if (!hasData || !rawFrames) {
    return;
  }
  if (rawFrames.some(isSummaryFrame)) {
    return [{ name: texts.cards, score: VisualizationSuggestionScore.Best }];
  }
  const isKpi = rawFrames.some(({ fields }) => fields.some(({ labels }) => labels?.kpi));
  return isKpi ? [{ name: texts.cards, score: VisualizationSuggestionScore.Good }] : undefined;
};
