// A drawing: a canvas with axes, and above it what moves with the pointer.

class Plot {
  // `sentence` gives what a screen reader says.
  constructor(holder, id, title, sentence) {
    this.holder = holder;
    this.sentence = sentence;
    holder.classList.add("plot");
    holder.id = id;
    holder.tabIndex = 0;
    holder.setAttribute("role", "img");
    this.canvas = made("canvas");
    this.above = made("div", "", { className: "above" });
    this.area = { left: 0, top: 0, right: 1, bottom: 1 };
    this.dots = [];
    this.save = made("button", "PNG", { type: "button", className: "save", title: `Save a picture of ${title}` });
    this.save.addEventListener("click", () => this.canvas.toBlob((blob) => download(blob, `${title}.png`)));
    holder.append(this.canvas, this.above, this.save);
  }

  // An empty drawing of a size in pixels of the page.
  begin(width, height) {
    const density = state.print ? 3 : Math.max(devicePixelRatio || 1, 1);
    Object.assign(this, { width, height });
    this.canvas.width = Math.round(width * density);
    this.canvas.height = Math.round(height * density);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const ctx = this.canvas.getContext("2d");
    ctx.setTransform(density, 0, 0, density, 0, 0);
    ctx.fillStyle = colors().ground;
    ctx.fillRect(0, 0, width, height);
    ctx.lineJoin = "round";
    this.ctx = ctx;
    this.holder.setAttribute("aria-label", this.sentence());
    return ctx;
  }

  setScales({ left, top, right, bottom }, [x0, x1], [y0, y1]) {
    this.area = { left, top, right, bottom };
    const [kx, ky] = [(right - left) / (x1 - x0), (bottom - top) / (y1 - y0)];
    this.x = (value) => left + (value - x0) * kx;
    this.y = (value) => bottom - (value - y0) * ky;
    this.atX = (pixel) => x0 + (pixel - left) / kx;
    this.atY = (pixel) => y0 + (bottom - pixel) / ky;
  }

  text(words, x, y, { align = "center", base = "middle", color = colors().faint, size = 12, room } = {}) {
    Object.assign(this.ctx, { font: `${size}px system-ui, sans-serif`, textAlign: align, textBaseline: base, fillStyle: color });
    this.ctx.fillText(words, x, y, room);
  }

  // Grid and labels; ticks of x may be without labels.
  axes(xTicks, yTicks, labels = true) {
    const { ctx } = this;
    const { left, top, right, bottom } = this.area;
    const { grid, zero } = colors();
    ctx.lineWidth = 1;
    const line = (x1, y1, x2, y2, color) => {
      ctx.strokeStyle = color;
      ctx.beginPath();
      ctx.moveTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
      ctx.lineTo(Math.round(x2) + 0.5, Math.round(y2) + 0.5);
      ctx.stroke();
    };
    for (const { value, text } of yTicks) {
      line(left, this.y(value), right, this.y(value), value === 0 ? zero : grid);
      this.text(text, left - 6, this.y(value), { align: "right", room: left - 6 });
    }
    let end = -Infinity;
    for (const { value, text, day } of xTicks) {
      const x = this.x(value);
      line(x, top, x, bottom, grid);
      const half = ctx.measureText(text).width / 2;
      if (labels && x - half > end && x - half > 0) {
        const inside = Math.min(x, this.width - half - 2);
        this.text(text, inside, bottom + 12);
        if (day) this.text(day, Math.min(Math.max(x, left + 20), this.width - 40), bottom + 27);
        end = inside + half + 8;
      }
    }
    line(left, top, left, bottom, zero);
    line(left, bottom, right, bottom, zero);
  }

  // Drawing inside the axes.
  inside(draw) {
    const { left, top, right, bottom } = this.area;
    this.ctx.save();
    this.ctx.beginPath();
    this.ctx.rect(left, top - 1, right - left, bottom - top + 2);
    this.ctx.clip();
    draw(this.ctx);
    this.ctx.restore();
  }

  // Marks that follow the pointer: as many as there are places, the others hidden.
  showDots(places) {
    while (this.dots.length < places.length) {
      this.dots.push(this.above.appendChild(made("i", "", { className: "dot" })));
    }
    this.dots.forEach((dot, at) => {
      dot.hidden = at >= places.length;
      if (!dot.hidden) {
        const { x, y, color } = places[at];
        dot.style.transform = `translate(${x}px, ${y}px)`;
        dot.style.background = color;
      }
    });
  }

  // A part of `above`, made when it is first wanted.
  piece(name) {
    this.pieces ??= {};
    this.pieces[name] ??= this.above.appendChild(made("div", "", { className: name }));
    return this.pieces[name];
  }
}

// The lines of a path of x and y, broken where either is not known.
function trace(ctx, count, x, y) {
  ctx.beginPath();
  let open = false;
  for (let at = 0; at < count; at += 1) {
    const [px, py] = [x(at), y(at)];
    if (Number.isNaN(px) || Number.isNaN(py)) {
      open = false;
    } else if (open) {
      ctx.lineTo(px, py);
    } else {
      ctx.moveTo(px, py);
      open = true;
    }
  }
}

const STAR = [...Array(10).keys()].map((at) => [Math.sin((at * Math.PI) / 5) * (at % 2 ? 0.5 : 1.2), -Math.cos((at * Math.PI) / 5) * (at % 2 ? 0.5 : 1.2)]);

// The shape of a mark around a point.
function markPath(ctx, symbol, x, y, r) {
  ctx.beginPath();
  const corners = { diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]], up: [[0, -1], [1, 0.8], [-1, 0.8]], down: [[0, 1], [1, -0.8], [-1, -0.8]], square: [[-0.8, -0.8], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]], star: STAR }[symbol];
  if (corners) {
    corners.forEach(([dx, dy], at) => ctx[at === 0 ? "moveTo" : "lineTo"](x + dx * r, y + dy * r));
    ctx.closePath();
    ctx.fill();
  } else if (symbol === "cross") {
    ctx.moveTo(x - r, y - r);
    ctx.lineTo(x + r, y + r);
    ctx.moveTo(x + r, y - r);
    ctx.lineTo(x - r, y + r);
    ctx.stroke();
  } else if (symbol === "circle") {
    ctx.arc(x, y, 0.8 * r, 0, 2 * Math.PI);
    ctx.stroke();
  }
}

function download(blob, name) {
  const link = made("a", "", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
