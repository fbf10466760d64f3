import type { LinkModel } from '@grafana/data';
import { ContextMenu, linkModelToContextMenuItems, Menu, MenuGroup } from '@grafana/ui';

interface Props {
  /** Whose links these are. */
  title: string;
  links: LinkModel[];
  /** In px of the window. */
  position: { x: number; y: number };
  onClose: () => void;
}

/**
 * The data links of a cell, where it has more than one. Grafana's menu for links hangs on the element that opens it; the
 * cursor goes away when the grid loses the focus to the menu, so this one stands by itself.
 */
export function CellMenu({ title, links, position, onClose }: Props) {
  return (
    <ContextMenu
      x={position.x}
      y={position.y}
      onClose={onClose}
      renderMenuItems={() => (
        <MenuGroup label={title}>
          {linkModelToContextMenuItems(() => links).map((item, index) => (
            <Menu.Item key={index} {...item} />
          ))}
        </MenuGroup>
      )}
    />
  );
}
