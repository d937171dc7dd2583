//! Many calls of one operation, some of them at a time.

use futures_util::stream::{Stream, StreamExt};

use crate::client::Client;
use crate::config::Options;
use crate::error::Error;
use crate::operation::{KeepExtra, Operation};
use crate::response::Response;

impl Client {
    /// Makes a call for each of many requests, `concurrency` of them at a time, and answers each outcome with the number
    /// of its request, counted from 0, in the order in which they end.
    ///
    /// Requests are taken from their stream as there is room, outcomes are held until they are taken: memory does not grow
    /// with their number. A failed call ends nothing but itself. When the platform says that the calls are too many, all
    /// pause together, as with [`calls_per_second`](Options::calls_per_second), which is 0 here unless it is set. Dropping
    /// the stream cancels what is in flight.
    ///
    /// ```no_run
    /// # async fn run(client: qiyuesuo::Client, people: Vec<String>) {
    /// use futures_util::{StreamExt, stream};
    /// use qiyuesuo::api::{ContactType, CreatePersonalAuthTicket, User, calls};
    ///
    /// let requests = stream::iter(people.into_iter().map(|contact| {
    ///     CreatePersonalAuthTicket::builder().user(User::new(contact, ContactType::Mobile)).build()
    /// }));
    /// let mut outcomes = std::pin::pin!(client.many(calls::personal_auth::create_ticket, requests, 8));
    /// while let Some((number, outcome)) = outcomes.next().await {
    ///     match outcome {
    ///         Ok(ticket) => println!("{number}: {} attempts", ticket.attempts()),
    ///         Err(error) => println!("{number}: {error}"),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn many<O, R>(
        &self,
        operation: O,
        requests: R,
        concurrency: usize,
    ) -> impl Stream<Item = (u64, Result<Response<O::Response>, Error>)> + use<O, R>
    where
        O: Operation<Response: KeepExtra> + Copy,
        R: Stream<Item = O::Request>,
    {
        let client = self.paced();
        let calls = requests.zip(futures_util::stream::iter(0_u64..)).map(move |(request, number)| {
            let client = client.clone();
            async move { (number, client.call(operation, &request).await) }
        });
        calls.buffer_unordered(concurrency.max(1))
    }

    /// This client, whose calls pause together: with its own pace if it has one.
    fn paced(&self) -> Self {
        if self.view.pace.is_some() {
            return self.clone();
        }
        self.with_options(Options::new().calls_per_second(0_u32)).expect("a pace fits every client")
    }
}
