// Jest setup provided by Grafana scaffolding
import './.config/jest-setup';

// Comboboxes measure the width of their options on a canvas, which jsdom does not have.
HTMLCanvasElement.prototype.getContext = () => ({
  measureText: (text) => ({ width: 8 * text.length }),
});

// Scroll containers watch their edges; nothing scrolls in jsdom.
Object.assign(global, {
  IntersectionObserver: class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
});
