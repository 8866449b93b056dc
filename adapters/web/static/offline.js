// Without a connection: try again now and then, and go back to the chats as soon as one answers.

const back = () => fetch("manifest.webmanifest", { cache: "no-store", signal: AbortSignal.timeout(10000) })
  .then((answer) => { if (answer.ok) location.replace("./"); })
  .catch(() => {});

document.getElementById("again").addEventListener("click", back);
addEventListener("online", back);
setInterval(back, 2000);
