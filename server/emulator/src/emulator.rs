//! The handle that everything works through: settings, memory, an HTTP client and the queues.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use reqwest::{Client, redirect};
use tokio::{sync::Notify, task::AbortHandle};

use crate::{config::Config, queue, store::Store, webhook::WebhookId};

/// Google's side, ready to be served. Clones share everything; the last one to go stops the deliveries.
#[derive(Debug, Clone)]
pub struct Emulator {
    inner: Arc<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    config: Config,
    http: Client,
    store: Mutex<Store>,
    queues: Mutex<HashMap<WebhookId, Queue>>,
}

/// The task that delivers to one webhook.
#[derive(Debug)]
struct Queue {
    wake: Arc<Notify>,
    task: AbortHandle,
}

impl Drop for Queue {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Emulator {
    /// An emulator that remembers nothing yet.
    ///
    /// # Panics
    ///
    /// When the HTTP client cannot be built, which plain http never makes happen.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let http = Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(config.attempt_timeout)
            .no_proxy()
            .user_agent("Google-Business-Messages-emulator")
            .build()
            .expect("a client without TLS needs nothing from the machine");
        Self { inner: Arc::new(Inner { config, http, store: Mutex::default(), queues: Mutex::default() }) }
    }

    /// The settings it was made with.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    pub(crate) fn http(&self) -> &Client {
        &self.inner.http
    }

    pub(crate) fn from_inner(inner: Arc<Inner>) -> Self {
        Self { inner }
    }

    /// Looks at what is remembered.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&Store) -> T) -> T {
        look(&self.store())
    }

    /// Changes what is remembered; open pages notice.
    pub(crate) fn write<T>(&self, change: impl FnOnce(&mut Store) -> T) -> T {
        let mut store = self.store();
        store.version += 1;
        change(&mut store)
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.inner.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn queues(&self) -> MutexGuard<'_, HashMap<WebhookId, Queue>> {
        self.inner.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts delivering to a webhook, unless somebody already does.
    pub(crate) fn attend(&self, id: WebhookId) {
        self.queues().entry(id).or_insert_with(|| {
            let wake = Arc::new(Notify::new());
            let inner: Weak<Inner> = Arc::downgrade(&self.inner);
            let task = tokio::spawn(queue::run(inner, id, Arc::clone(&wake))).abort_handle();
            Queue { wake, task }
        });
    }

    /// Tells a queue that there may be something to send.
    pub(crate) fn wake(&self, id: WebhookId) {
        if let Some(queue) = self.queues().get(&id) {
            queue.wake.notify_one();
        }
    }

    /// Stops delivering to a webhook.
    pub(crate) fn dismiss(&self, id: WebhookId) {
        self.queues().remove(&id);
    }
}
