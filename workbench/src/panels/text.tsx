/** `text`: Markdown, HTML (made safe) or plain text. */
import { css } from '@emotion/css';
import { PanelPlugin, renderMarkdown, textUtil, type PanelProps } from '@grafana/data';
import { RenderUserContentAsHTML } from '@grafana/ui';
import { declareOptions } from './customFields';

interface Options {
  mode: 'markdown' | 'html' | 'code';
  content: string;
}

function TextPanel({ options, replaceVariables }: PanelProps<Options>) {
  const content = replaceVariables(options.content, {}, 'text');
  const html = options.mode === 'html' ? textUtil.sanitizeTextPanelContent(content) : renderMarkdown(content);
  return (
    // a region that scrolls has to be reached by the keyboard
    <div className={scrolls} tabIndex={0}>
      {options.mode === 'code' ? (
        <pre>{content}</pre>
      ) : (
        <RenderUserContentAsHTML className="markdown-html" content={html} />
      )}
    </div>
  );
}

const scrolls = css({ height: '100%', overflow: 'auto' });

export const plugin = new PanelPlugin<Options>(TextPanel).setPanelOptions((builder) =>
  declareOptions<Options>(builder, { mode: 'markdown', content: '' })
);
