import { Button, Field, FieldSet, IconButton, Input, SecretInput, Stack, Text } from '@grafana/ui';
import { type CustomHeader, readHeaders, withoutHeader, writeHeaders } from '../headers';
import { labels } from '../labels';
import type { ConfigEditorProps } from './ConfigEditor';

const texts = labels.config;

/** Custom HTTP headers, for a gateway in front of the proxy. Values are secrets. */
export function HeadersEditor({ options, onOptionsChange }: ConfigEditorProps) {
  const headers = readHeaders(options);
  const write = (changed: CustomHeader[]) => onOptionsChange(writeHeaders(options, changed));
  const change = (index: number, part: Partial<CustomHeader>) =>
    write(headers.map((header, i) => (i === index ? { ...header, ...part } : header)));

  return (
    <FieldSet label={texts.headers} disabled={options.readOnly}>
      {headers.length > 1 && (
        <Text element="p" color="secondary" variant="bodySmall">
          {texts.headersShift}
        </Text>
      )}
      {headers.map((header, index) => (
        <Stack key={index} direction="row" alignItems="flex-end" gap={1}>
          <Field label={texts.headerName(index + 1)} htmlFor={`lopan-header-name-${index}`}>
            <Input
              id={`lopan-header-name-${index}`}
              width={25}
              value={header.name}
              placeholder="X-Name"
              onChange={({ currentTarget }) => change(index, { name: currentTarget.value })}
            />
          </Field>
          <Field label={texts.headerValue(index + 1)} htmlFor={`lopan-header-value-${index}`}>
            <SecretInput
              id={`lopan-header-value-${index}`}
              width={30}
              value={header.value}
              isConfigured={header.isSaved}
              onChange={({ currentTarget }) => change(index, { value: currentTarget.value })}
              onReset={() => change(index, { value: '', isSaved: false })}
            />
          </Field>
          <Field>
            <IconButton
              name="trash-alt"
              disabled={options.readOnly}
              tooltip={texts.removeHeader(header.name || String(index + 1))}
              onClick={() => write(withoutHeader(headers, index))}
            />
          </Field>
        </Stack>
      ))}
      <Button
        variant="secondary"
        icon="plus"
        disabled={options.readOnly}
        onClick={() => write([...headers, { name: '', value: '', isSaved: false }])}
      >
        {texts.addHeader}
      </Button>
    </FieldSet>
  );
}
