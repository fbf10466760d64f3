import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EXAMPLES } from '../examples';
import { QueryHelp } from './QueryHelp';

describe('QueryHelp', () => {
  it('hands over the example that was chosen', async () => {
    const onClickExample = jest.fn();
    render(<QueryHelp onClickExample={onClickExample} />);
    await userEvent.click(screen.getByRole('button', { name: `Use: ${EXAMPLES[0]?.title}` }));
    expect(onClickExample).toHaveBeenCalledWith(EXAMPLES[0]?.query);
    expect(screen.getByText('Retention')).toBeInTheDocument();
  });
});
