"""The whole product on one machine: an embedded AWS, deployed from the same template.yaml as the real one."""
