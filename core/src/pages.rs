//! Lists that the platform answers in pages, as one.

use futures_util::stream::{self, Stream, TryStreamExt};

use crate::client::Client;
use crate::error::Error;
use crate::operation::{KeepExtra, Operation};

/// How many elements a page has at most where the request does not say it. Chosen: the platform's own default of 1000 is
/// documented for some of its lists only.
pub const PAGE_SIZE: i64 = 100;

/// An operation that answers a list page by page.
pub trait Paged: Operation<Request: Clone, Response: KeepExtra> {
    /// What the list is of.
    type Item: Send;

    /// How many elements a request skips, and how many it wants.
    fn window(request: &mut Self::Request) -> (&mut Option<i64>, &mut Option<i64>);

    /// How many elements there are in all, where a page tells it, and those of the page.
    fn elements(page: Self::Response) -> (Option<i64>, Vec<Self::Item>);
}

impl Client {
    /// The whole list that an operation answers in pages, from where the request begins. A page is asked for when it is
    /// needed, with `selectLimit` elements ([`PAGE_SIZE`] unless the request says it): memory does not grow with the list.
    ///
    /// It ends when as many were seen as the platform counts, or with an empty page. What changes meanwhile can be told
    /// twice or not at all: the platform has no snapshot of a list. An error is the last element.
    ///
    /// # Errors
    /// Of each page: see [`ErrorKind`](crate::ErrorKind).
    pub fn pages<O>(
        &self,
        operation: O,
        request: &O::Request,
    ) -> impl Stream<Item = Result<O::Item, Error>> + use<O>
    where
        O: Paged + Copy,
    {
        let begin = Some((self.clone(), request.clone()));
        let pages = stream::try_unfold(begin, move |next| async move {
            let Some((client, mut request)) = next else { return Ok(None) };
            let (skipped, size) = O::window(&mut request);
            let mut seen = skipped.unwrap_or(0);
            *skipped = Some(seen);
            size.get_or_insert(PAGE_SIZE);
            let page = client.call(operation, &request).await?;
            let (total, elements) = O::elements(page.into_inner());
            seen += i64::try_from(elements.len()).unwrap_or(i64::MAX);
            *O::window(&mut request).0 = Some(seen);
            let over = elements.is_empty() || total.is_some_and(|total| seen >= total);
            Ok(Some((stream::iter(elements.into_iter().map(Ok)), (!over).then_some((client, request)))))
        });
        pages.try_flatten()
    }
}
