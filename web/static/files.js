// Chosen photos are drawn smaller before they travel over a bad line, and what is too large is told before it is sent.
"use strict";
(() => {
  const SIDE = 2560; // as the service draws them anyway
  const HEAVY = 1500000; // bytes; lighter ones travel as they are
  const DRAWN = ["image/jpeg", "image/webp"];

  const smaller = async (file) => {
    if (!DRAWN.includes(file.type) || file.size < HEAVY) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      if (!blob || blob.size >= file.size) return file;
      return new File([blob], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
    } catch (_) {
      return file; // an old browser, or no picture: the service looks at it
    }
  };

  const draw = async (input) => {
    const chosen = Array.from(input.files);
    const drawn = await Promise.all(chosen.map(smaller));
    const same = chosen.length === input.files.length && chosen.every((file, i) => file === input.files[i]);
    if (!same || drawn.every((file, i) => file === chosen[i])) return;
    try {
      const list = new DataTransfer();
      drawn.forEach((file) => list.items.add(file));
      input.files = list.files;
    } catch (_) { /* they travel as they are */ }
  };

  const wrong = (input) => {
    const files = Array.from(input.files);
    const limits = input.dataset;
    const found = files
      .filter((file) => file.size > Number(limits.most))
      .map((file) => limits.large.replace("{name}", () => file.name));
    if (files.length > Number(limits.count)) found.push(limits.many);
    const all = files.reduce((sum, file) => sum + file.size, 0);
    if (!found.length && all > Number(limits.together)) found.push(limits.much);
    return found;
  };

  const tell = (input) => {
    const place = input.parentElement.querySelector(".lc-chosen");
    const found = wrong(input);
    const names = Array.from(input.files, (file) => file.name);
    place.replaceChildren(...(found.length ? found : names).map((text) => {
      const line = document.createElement("li");
      line.textContent = text;
      line.className = found.length ? "lc-wrong" : "";
      return line;
    }));
    return !found.length;
  };

  document.querySelectorAll('input[type="file"][name="files"]').forEach((input) => {
    input.addEventListener("change", async () => {
      tell(input);
      await draw(input);
      tell(input);
    });
    input.form.addEventListener("submit", (event) => {
      if (tell(input)) return;
      event.preventDefault();
      input.focus();
    });
  });
})();
