import type { QueryEditorHelpProps } from '@grafana/data';
import { Button, Card, Stack, Text } from '@grafana/ui';
import { EXAMPLES } from '../examples';
import { labels } from '../labels';
import { QUERY_TYPES } from '../queryTypes';
import type { LopanQuery } from '../types';

/** The help of the query editor: examples to take over by a click, and what each query type is for. */
export function QueryHelp({ onClickExample }: Pick<QueryEditorHelpProps<LopanQuery>, 'onClickExample'>) {
  return (
    <Stack direction="column" gap={2}>
      <Text element="h3">{labels.help.examples}</Text>
      <div>
        {EXAMPLES.map(({ title, description, query }) => (
          <Card key={title} noMargin>
            <Card.Heading>{title}</Card.Heading>
            <Card.Description>{description}</Card.Description>
            <Card.SecondaryActions>
              <Button
                size="sm"
                variant="secondary"
                aria-label={labels.help.useNamed(title)}
                onClick={() => onClickExample(query)}
              >
                {labels.help.use}
              </Button>
            </Card.SecondaryActions>
          </Card>
        ))}
      </div>
      <Text element="h3">{labels.help.types}</Text>
      <dl>
        {QUERY_TYPES.map(({ type, label, description }) => (
          <div key={type}>
            <dt>{label}</dt>
            <dd>
              <Text color="secondary">{description}</Text>
            </dd>
          </div>
        ))}
      </dl>
      <Text element="h3">{labels.help.variablesTitle}</Text>
      <Text element="p">{labels.help.variables}</Text>
      <Text element="h3">{labels.help.completeTitle}</Text>
      <Text element="p">{labels.help.complete}</Text>
    </Stack>
  );
}
