// The chart library, which is packed on the page.

async function unpackLibrary() {
  const packed = Uint8Array.from(atob(document.getElementById("library").textContent), (c) => c.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const script = document.createElement("script");
  script.textContent = await new Response(unpacked).text();
  document.head.append(script);
}

if (typeof DecompressionStream === "undefined") {
  document.getElementById("detail").textContent =
    "The charts need a newer browser (Chrome 80, Firefox 113 or Safari 16.4). The rest of the page is complete.";
  return;
}
await unpackLibrary();

