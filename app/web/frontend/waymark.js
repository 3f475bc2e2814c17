import {
  createAll, Button, ErrorSummary, ExitThisPage, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink,
} from './govuk.js'

for (const component of [Button, ErrorSummary, NotificationBanner, PasswordInput, Radios, ServiceNavigation, SkipLink]) {
  createAll(component)
}

// The way out replaces this page in the browser's history, so that Back does not lead to it.
for (const wayOut of createAll(ExitThisPage)) {
  wayOut.exitPage = () => {
    document.body.classList.add('govuk-exit-this-page-hide-content')
    window.location.replace(wayOut.$button.href)
  }
}

// A page that Back brings from the browser's memory may belong to a session that has ended.
window.addEventListener('pageshow', (event) => {
  if (event.persisted && document.querySelector('[data-signed-in]')) window.location.reload()
})

// Each answer is saved as it is given; the Continue button saves it too.
const question = document.querySelector('form[data-save-answers]')
if (question) {
  const status = question.querySelector('[data-save-status]')
  const say = (name) => {
    status.dataset.state = name
    status.textContent = status.dataset[name]
  }
  const save = async () => {
    say('empty') // so that a screen reader hears the next sentence even when it is the same again
    if (!question.querySelector('input[name="option"]:checked')) return
    try {
      const response = await fetch(question.action, {
        method: 'POST', body: new FormData(question), headers: { Accept: 'application/json' }, redirect: 'manual',
      })
      say(response.status === 204 ? 'saved' : response.status === 401 ? 'signedOut' : 'notSaved')
    } catch {
      say('notSaved')
    }
  }
  let saving = Promise.resolve()
  let waiting = 0
  const saveNext = () => {
    waiting += 1
    saving = saving.then(save).finally(() => { waiting -= 1 })
  }
  question.addEventListener('change', saveNext)
  // What is sent last must be kept last: Continue lets an answer that is on its way arrive first.
  question.addEventListener('submit', (event) => {
    if (!waiting) return
    event.preventDefault()
    const longEnough = new Promise((resolve) => { setTimeout(resolve, 2000) })
    Promise.race([saving, longEnough]).then(() => question.submit())
  })
  window.addEventListener('online', () => { if (status.dataset.state === 'notSaved') saveNext() })
}

// Paper cannot be opened: what is closed on the screen is printed as well.
let openedToPrint = []
window.addEventListener('beforeprint', () => {
  openedToPrint = [...document.querySelectorAll('details:not([open])')]
  for (const details of openedToPrint) details.open = true
})
window.addEventListener('afterprint', () => {
  for (const details of openedToPrint) details.open = false
})

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
