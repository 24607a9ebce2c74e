package io.employeecdc.runtime.peers;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * The text of an answer that comes to an end. Java's client waits for the first line only, and
 * whoever answers may go on for ever.
 */
final class BoundedAnswer implements BodySubscriber<String> {
  private static final long LONGEST = 16 * 1024 * 1024;

  private final BodySubscriber<String> text = BodySubscribers.ofString(StandardCharsets.UTF_8);
  private final Duration patience;
  private Flow.Subscription subscription;
  private long bytes;

  BoundedAnswer(Duration patience) {
    this.patience = patience;
  }

  @Override
  public CompletionStage<String> getBody() {
    return text.getBody();
  }

  @Override
  public synchronized void onSubscribe(Flow.Subscription begun) {
    subscription = begun;
    text.onSubscribe(begun);
    CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> giveUp(new HttpTimeoutException("no end")));
  }

  @Override
  public synchronized void onNext(List<ByteBuffer> parts) {
    bytes += parts.stream().mapToInt(ByteBuffer::remaining).sum();
    if (bytes > LONGEST) {
      giveUp(new ProtocolException("too long"));
    } else {
      text.onNext(parts);
    }
  }

  @Override
  public synchronized void onError(Throwable error) {
    text.onError(error);
  }

  @Override
  public synchronized void onComplete() {
    text.onComplete();
  }

  private synchronized void giveUp(IOException why) {
    if (!text.getBody().toCompletableFuture().isDone()) {
      subscription.cancel();
      text.onError(why);
    }
  }
}
