// Jest setup provided by Grafana scaffolding
import './.config/jest-setup';

// Comboboxes measure the width of their options on a canvas, which jsdom does not have.
HTMLCanvasElement.prototype.getContext = () => ({
  measureText: (text) => ({ width: 8 * text.length }),
});

// Scroll containers and tooltips watch sizes and edges; nothing has a size in jsdom.
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Object.assign(global, { IntersectionObserver: Observer, ResizeObserver: Observer });
