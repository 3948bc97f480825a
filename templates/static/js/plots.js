// Draws each .plot from its table with Chart.js, in the site's colours, light or dark; then the table closes, and stays
// for whoever would rather read it. Where Chart.js is not there, the table stays open.
(function () {
  "use strict";
  if (!window.Chart) return;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const charts = [];

  const texts = (cells) => Array.from(cells, (cell) => cell.textContent.trim());

  function read(table) {
    const rows = Array.from(table.tBodies[0].rows);
    const number = (text) => (text === "" ? null : Number(text));
    return {
      labels: rows.map((row) => row.cells[0].textContent.trim()),
      datasets: texts(table.tHead.rows[0].cells).slice(1).map((label, series) => ({
        label,
        data: rows.map((row) => number(row.cells[series + 1].textContent.trim())),
      })),
    };
  }

  function paint(chart) {
    const style = getComputedStyle(document.documentElement);
    const value = (name) => style.getPropertyValue(name).trim();
    const colours = [value("--cb-accent"), value("--cb-brass"), value("--bs-secondary-color")];
    chart.data.datasets.forEach((dataset, i) => {
      dataset.backgroundColor = dataset.borderColor = colours[i % colours.length];
    });
    const { x, y } = chart.options.scales;
    x.ticks.color = y.ticks.color = value("--bs-body-color");
    y.grid.color = value("--bs-border-color");
    chart.options.plugins.legend.labels.color = value("--bs-body-color");
    chart.update("none");
  }

  function draw(figure) {
    const data = read(figure.querySelector("table"));
    const frame = figure.querySelector(".plot-frame");
    frame.hidden = false;
    const chart = new Chart(frame.querySelector("canvas"), {
      type: "bar",
      data,
      options: {
        maintainAspectRatio: false,
        animation: still.matches ? false : { duration: 400 },
        plugins: { legend: { display: data.datasets.length > 1, labels: {} } },
        scales: {
          x: { grid: { display: false }, ticks: { autoSkip: true, maxRotation: 0 } },
          y: { beginAtZero: true, grid: {}, ticks: { precision: 0 } },
        },
      },
    });
    figure.querySelector("details").open = false;
    charts.push(chart);
    paint(chart);
  }

  Array.from(document.querySelectorAll(".plot")).forEach(draw);
  // After theme.js, which was told first.
  dark.addEventListener("change", () => charts.forEach(paint));
})();
