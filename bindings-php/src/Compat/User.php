<?php

declare(strict_types=1);

namespace Qiyuesuo\Compat;

/**
 * A person: `new User($contact, $contactType)`, or `new User()` and setters.
 */
final class User implements \JsonSerializable
{
    public function __construct(
        private ?string $contact = null,
        private ?string $contactType = null,
        private ?string $name = null,
    ) {
    }

    public function setContact(?string $contact): void
    {
        $this->contact = $contact;
    }

    public function setContactType(?string $contactType): void
    {
        $this->contactType = $contactType;
    }

    public function setName(?string $name): void
    {
        $this->name = $name;
    }

    /** @internal */
    public function jsonSerialize(): \stdClass
    {
        return (object) array_filter(get_object_vars($this), static fn (?string $value): bool => $value !== null);
    }

    /** @return array<string, never> */
    public function __debugInfo(): array
    {
        return [];
    }
}
