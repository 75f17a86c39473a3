// The data of the page, which are packed.

if (typeof DecompressionStream === "undefined") {
  document.getElementById("too-old").hidden = false;
  return;
}

async function unpacked(id) {
  const packed = Uint8Array.from(atob(document.getElementById(id).textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

const bytes = await unpacked("data");
