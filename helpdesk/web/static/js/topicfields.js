// Ask only what the chosen subject needs.
// form[data-topics], the choice [data-topic] (and [data-subtopic], whose options or optgroups may carry
// data-topic-of="<topic>"), parts [data-for-topics="topic topic/subtopic …"]. Without scripts all parts are there.

export function start() {
  document.querySelectorAll("form[data-topics]").forEach(follow);
}

function follow(form) {
  const refresh = () => {
    const topic = chosen(form, "[data-topic]");
    keepSubtopics(form, topic);
    const subtopic = chosen(form, "[data-subtopic]");
    for (const part of form.querySelectorAll("[data-for-topics]")) show(part, isFor(part, topic, subtopic));
  };
  form.addEventListener("change", refresh);
  refresh();
}

function chosen(form, mark) {
  const field = form.querySelector(mark);
  return field?.name ? new FormData(form).get(field.name) ?? "" : "";
}

function isFor(part, topic, subtopic) {
  const topics = part.dataset.forTopics.split(/\s+/);
  return topics.includes(topic) || topics.includes(`${topic}/${subtopic}`);
}

// A hidden part is not sent: its fields are disabled with it.
function show(part, isShown) {
  part.hidden = !isShown;
  const fields = part.matches("fieldset") ? [part] : part.querySelectorAll("input, select, textarea, fieldset");
  for (const field of fields) field.disabled = !isShown;
}

function keepSubtopics(form, topic) {
  for (const group of form.querySelectorAll("[data-subtopic] [data-topic-of]")) {
    const isShown = group.dataset.topicOf === topic;
    group.hidden = !isShown;
    group.disabled = !isShown;
  }
  const select = form.querySelector("select[data-subtopic]");
  const option = select?.selectedOptions[0];
  if (option && (option.disabled || option.closest("optgroup")?.disabled)) select.value = "";
}
