//! The end: take nothing new, finish what is at work within a bound, hand the rest back.

use tokio_util::sync::CancellationToken;

/// Gives a token that is cancelled by SIGTERM or Ctrl+C.
///
/// # Errors
/// When the process can not listen for signals.
pub fn on_signal() -> std::io::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let signalled = stop.clone();
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::spawn(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminate.recv() => tracing::info!("SIGTERM: stopping"),
            outcome = tokio::signal::ctrl_c() => report(outcome),
        }
        #[cfg(not(unix))]
        report(tokio::signal::ctrl_c().await);
        signalled.cancel();
    });
    Ok(stop)
}

fn report(outcome: std::io::Result<()>) {
    match outcome {
        Ok(()) => tracing::info!("Ctrl+C: stopping"),
        Err(error) => tracing::error!(%error, "cannot listen for Ctrl+C: stopping"),
    }
}
