import { css } from '@emotion/css';
import { Alert, useStyles2 } from '@grafana/ui';

/** Height of the message with its margin, in px. */
export const FAILED_QUERIES_HEIGHT = 56;

/** Says above a drawing that a part of its queries failed. */
export function FailedQueries({ message }: { message: string }) {
  const styles = useStyles2(getStyles);
  return <Alert className={styles.alert} severity="warning" title={message} />;
}

const getStyles = () => ({
  alert: css({ height: FAILED_QUERIES_HEIGHT - 8, marginBottom: 8, overflow: 'auto' }),
});
