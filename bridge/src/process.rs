//! What calls need and one process owns, in one value: to know whose it is costs a system call, which a call makes once.

use std::sync::Arc;

use qiyuesuo::{Error, Options};

use crate::clients::{self, Clients, OpenClient};
use crate::fork::{Owned, PerProcess};
use crate::job::Job;
use crate::lanes::Lanes;
use crate::once::Once;
use crate::operations::{self, Operations};
use crate::queue;
use crate::runtime::Runtimes;

static CURRENT: PerProcess<Process> = PerProcess::new();

pub(crate) struct Process {
    pub runtimes: Runtimes,
    clients: Clients,
    pub operations: Arc<Owned<Operations>>,
    lanes: Once<Arc<Lanes<Job>>>,
}

impl Process {
    pub fn current() -> Arc<Owned<Self>> {
        CURRENT.for_this_process(|| Self {
            runtimes: Runtimes::new(),
            clients: Clients::default(),
            operations: operations::current(),
            lanes: Once::new(),
        })
    }

    /// The open client with these options.
    pub fn open(&self, options: &Options) -> Result<Arc<OpenClient>, Error> {
        self.clients.open(options, &self.runtimes)
    }

    /// Sets how many open clients are held on to.
    pub fn keep_open(&self, count: usize) {
        self.clients.keep_open(count, &self.runtimes);
    }

    /// Gives up a client.
    pub fn release(&self, client: Arc<OpenClient>) {
        clients::release([client], &self.runtimes);
    }

    /// Where submitted calls run.
    pub fn lanes(&self) -> Result<&Arc<Lanes<Job>>, Error> {
        self.lanes.get_or_try(|| {
            let handle = self.runtimes.background(queue::will_tell, queue::tell_all)?;
            Ok(Lanes::new(handle.clone()))
        })
    }
}
