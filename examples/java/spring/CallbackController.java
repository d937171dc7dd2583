package example;

import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import unofficial.qiyuesuo.CallbackException;
import unofficial.qiyuesuo.callback.CallbackEvent;
import unofficial.qiyuesuo.callback.Callbacks;

/**
 * Receives callbacks of the platform in a Spring Boot application with {@code qiyuesuo-spring-boot-starter}, as the settings
 * {@code qiyuesuo.callback.*} say.
 */
@RestController
class CallbackController {
  private static final Logger LOGGER = LoggerFactory.getLogger(CallbackController.class);

  private final Callbacks callbacks;

  CallbackController(Callbacks callbacks) {
    this.callbacks = callbacks;
  }

  @PostMapping("/qiyuesuo/callback")
  ResponseEntity<String> received(@RequestParam MultiValueMap<String, String> form) {
    CallbackEvent event = callbacks.parse(form);
    // Confirm with getResult before acting on it.
    LOGGER.info("{} {} {}", event.getType(), event.getAuthenticity(), new TreeSet<>(event.getFields().keySet()));
    return ResponseEntity.status(event.getReply().getStatus())
        .contentType(MediaType.parseMediaType(event.getReply().getContentType()))
        .body(event.getReply().getBody());
  }

  @ExceptionHandler(CallbackException.class)
  ResponseEntity<String> refused(CallbackException error) {
    return ResponseEntity.badRequest().body(error.getReason());
  }
}
