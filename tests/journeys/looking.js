// What a person would see on a page and axe does not ask. Each gives a list of what is wrong, in words.
({
  // Names in the accessibility tree in which two pieces of text run together ("Results30 records").
  glued() {
    const shown = (one) => one.checkVisibility({ visibilityProperty: true });
    const pieces = (root) => {
      const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walk.nextNode()) {
        const { data, parentElement } = walk.currentNode;
        const said = data.trim() && shown(parentElement) && !parentElement.closest("[aria-hidden=true]");
        if (said) found.push([data, parentElement]);
      }
      return found;
    };
    const named = "a, button, summary, input, select, option, legend, caption, h1, h2, h3, h4, th";
    const wrong = new Set();
    for (const one of document.querySelectorAll(named)) {
      const name = shown(one) ? one.computedName : "";
      const found = name ? pieces(one.labels?.[0] || one) : [];
      for (let n = 1; n < found.length; n++) {
        const [before, after] = [found[n - 1], found[n]];
        const [last, first] = [before[0].trimEnd().slice(-12), after[0].trimStart().slice(0, 12)];
        const words = /[\p{L}\p{N})]$/u.test(last) && /^[\p{L}\p{N}(]/u.test(first);
        if (before[1] !== after[1] && words && name.includes(last + first)) wrong.add(name);
      }
    }
    return [...wrong];
  },

  // Text that lies over other text, beside the screen, out of its button, or is broken within a word.
  tight(width) {
    const hidden = ".only-read, .skip, iframe";
    const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(hidden);
    const scrolls = (one) => {
      for (; one && one !== document.body; one = one.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(one).overflow)) return true;
      }
      return false;
    };
    const wrong = new Set();
    const say = (what, node) => wrong.add(`${what}: ${node.data.trim().slice(0, 40)}`);
    const range = document.createRange();
    const boxes = (node, from, to) => {
      range.setStart(node, from);
      range.setEnd(node, to);
      return [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
    };
    const lines = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const node = walk.currentNode;
      const parent = node.parentElement;
      if (!node.data.trim() || !shown(parent) || scrolls(parent)) continue;
      const bar = Boolean(parent.closest(".foot"));
      const own = parent.closest("a, button, summary, .tag, .choice, .kind")?.getBoundingClientRect();
      for (const box of boxes(node, 0, node.length)) {
        lines.push({ box, node, bar });
        if (box.left < -1 || box.right > width + 1) say("off the side", node);
        else if (own && (box.left < own.left - 2 || box.right > own.right + 2)) say("out of its box", node);
        else if (own && box.bottom > own.bottom + 4) say("below its box", node);
      }
      for (const word of node.data.matchAll(/(?<!\S)\p{L}{2,11}(?![^\s,.;:)?!])/gu)) {
        const found = boxes(node, word.index, word.index + word[0].length);
        if (new Set(found.map((box) => Math.round(box.top))).size > 1) say(`broken “${word[0]}”`, node);
      }
    }
    for (const one of lines) {
      for (const other of lines) {
        if (one.node === other.node || one.bar !== other.bar || one.box.top > other.box.top) continue;
        const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        const least = 0.4 * Math.min(one.box.height, other.box.height);
        if (wide > 3 && high > least) say(`over “${one.node.data.trim().slice(0, 20)}”`, other.node);
      }
    }
    const wide = document.documentElement.scrollWidth;
    if (wide > width) wrong.add(`the page is ${wide} pixels wide`);
    scrollTo(0, document.documentElement.scrollHeight);
    const [foot, last] = [".foot", ".under"].map((name) => document.querySelector(name)?.getBoundingClientRect());
    if (foot?.height && last && last.bottom > foot.top + 1) wrong.add("the bar covers the end of the page");
    scrollTo(0, 0);
    const top = document.querySelector(".foot")?.getBoundingClientRect().top;
    if (innerHeight - top > innerHeight / 3) wrong.add("the bar takes more than a third of the screen");
    return [...wrong];
  },
})
