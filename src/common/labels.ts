/** The texts that the rooms share, in one place for a translation. Those of a room are in its own `labels.ts`. */
export const labels = {
  noAnswer: 'There was no answer.',
  tableToggle: {
    name: 'Switch to a table',
    description: 'A button that shows the same values as a table with CSV export.',
  },
};
