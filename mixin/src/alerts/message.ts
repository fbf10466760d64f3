/** Time of an alert's last change as the specification's payload names it. */
const TIMESTAMP =
  '{{ if eq .Status "resolved" }}{{ .EndsAt.UTC.Format "2006-01-02T15:04:05Z07:00" }}' +
  '{{ else }}{{ .StartsAt.UTC.Format "2006-01-02T15:04:05Z07:00" }}{{ end }}';

/** "[FIRING:2] Production Efficiency too low": the subject of a mail, the heading of a card. */
export function titleTemplate(): string {
  return '[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}] {{ .GroupLabels.alertname }}';
}

/** A line of the payload, left out where an alert has no such thing. */
const line = (name: string, value: string): string => `{{ with ${value} }}\n${name}: {{ . }}{{ end }}`;

/**
 * The text of a notification: per alert its summary and the specification's payload. Its `timestamp` is that of the
 * alert's last change; the annotation of the same name says when the value was looked at.
 */
export function messageTemplate(): string {
  return [
    '{{ range .Alerts }}[{{ .Status }}] {{ .Annotations.summary }}',
    `\ntimestamp: ${TIMESTAMP}`,
    line('metric', '.Labels.metric'),
    line('current_value', '.Annotations.current_value'),
    line('threshold', '.Labels.threshold'),
    line('target', '.Labels.target'),
    line('severity', '.Labels.severity'),
    line('panel', '.PanelURL'),
    line('runbook', '.Annotations.runbook_url'),
    '\n\n{{ end }}',
  ].join('');
}
