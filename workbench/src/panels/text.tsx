/** `text`: Markdown, HTML (made safe) or plain text. */
import { PanelPlugin, renderMarkdown, textUtil, type PanelProps } from '@grafana/data';
import { RenderUserContentAsHTML } from '@grafana/ui';

import { declareOptions } from './customFields';

interface Options {
  mode: 'markdown' | 'html' | 'code';
  content: string;
}

function TextPanel({ options, replaceVariables }: PanelProps<Options>) {
  const content = replaceVariables(options.content, {}, 'text');
  if (options.mode === 'code') {
    return <pre>{content}</pre>;
  }
  const html = options.mode === 'html' ? textUtil.sanitizeTextPanelContent(content) : renderMarkdown(content);
  return <RenderUserContentAsHTML className="markdown-html" content={html} />;
}

export const plugin = new PanelPlugin<Options>(TextPanel).setPanelOptions((builder) =>
  declareOptions<Options>(builder, { mode: 'markdown', content: '' })
);
