/** Makes an icon as large as the text it stands in, which cards on a wall enlarge. */
export const iconInText = { width: '1.2em', height: '1.2em' } as const;
